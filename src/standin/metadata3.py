"""The metadata of OData v3: TableInfos, DataProperties, the members of a dimension, catalogue."""

from standin.model import Dimension, Member, Table, Topic

Record = dict[str, object]

DESCRIPTION = (
    "De cijfers in deze tabel zijn verzonnen. Ze hebben de vorm van de echte tabel, zodat een "
    "programma er zonder internet mee te proberen is."
)
REGION_GROUP = "De gemeenten in Nederland zijn onderverdeeld in wijken en buurten."
OWNERS = {"Politie": "Politie", "CBS": "CBS"}


def table_info(table: Table) -> Record:
    """The one record of TableInfos."""
    return {
        "ID": 0,
        "Title": table.title,
        "ShortTitle": table.title.partition(";")[0],
        "Identifier": table.id,
        "Summary": table.summary or table.title,
        "Modified": table.modified,
        "ReasonDelivery": table.reason,
        "ExplanatoryText": "",
        "Language": "nl",
        "Catalog": table.catalogue,
        "Frequency": table.frequency,
        "Period": table.period,
        "ShortDescription": DESCRIPTION,
        "Description": DESCRIPTION,
        "DefaultPresentation": "graphtype=Table",
        "DefaultSelection": table.selection,
        "GraphTypes": "Table,Map",
        "OutputStatus": "Regulier",
        "Source": f"&copy; {OWNERS.get(table.catalogue, table.catalogue)} (verzonnen cijfers)",
        "MetaDataModified": table.modified,
        "SearchPriority": "2",
    }


def catalogue_record(number: int, table: Table, roots: tuple[str, str]) -> Record:
    """The table's record in the catalogue; `roots` are the addresses of its Api and Feed."""
    info = table_info(table)
    api, feed = roots
    return info | {
        "Updated": table.modified,
        "ID": number,
        "SummaryAndLinks": f"{info['Summary']}<br /><a href='{api}'>{api}</a>",
        "ApiUrl": api,
        "FeedUrl": feed,
        "RecordCount": table.figures.total,
        "ColumnCount": len(table.dimensions) + len(table.topics),
    }


def properties(table: Table) -> list[Record]:
    """DataProperties: dimensions, topics, and a group around the texts about the region."""
    records = [_dimension(n, dimension) for n, dimension in enumerate(table.dimensions)]
    position = len(records)
    group: int | None = None
    for topic in table.topics:
        if topic.of and group is None:
            group = len(records)
            records.append(_group(group))
        records.append(_topic(len(records), position, group if topic.of else None, topic))
        position += 1
    return records


def _dimension(number: int, dimension: Dimension) -> Record:
    record: Record = {
        "odata.type": f"Cbs.OData.{dimension.kind}",
        "ID": number,
        "Position": number,
        "ParentID": None,
        "Type": dimension.kind,
        "Key": dimension.key,
        "Title": dimension.title,
        "Description": dimension.description,
    }
    if dimension.kind.startswith("Geo"):
        record["MapYear"] = 2019
    if dimension.kind == "TimeDimension":
        record["ReleasePolicy"] = False
    return record


def _group(number: int) -> Record:
    return {
        "odata.type": "Cbs.OData.TopicGroup",
        "ID": number,
        "Position": None,
        "ParentID": None,
        "Type": "TopicGroup",
        "Key": "",
        "Title": "Regioaanduiding",
        "Description": REGION_GROUP,
    }


def _topic(number: int, position: int, parent: int | None, topic: Topic) -> Record:
    kind = "String" if topic.of else "Double" if topic.decimals else "Long"
    return {
        "odata.type": "Cbs.OData.Topic",
        "ID": number,
        "Position": position,
        "ParentID": parent,
        "Type": "Topic",
        "Key": topic.key,
        "Title": topic.title,
        "Description": topic.description,
        "Datatype": kind,
        "Unit": topic.unit,
        "Decimals": topic.decimals,
        "Default": topic.default,
        "PresentationType": "" if topic.of else "Absolute",
    }


def members(dimension: Dimension) -> list[Record]:
    """The set of a dimension, keys padded."""
    keys = dimension.padded()
    pairs = zip(keys, dimension.members, strict=True)
    return [_member(dimension, key, member) for key, member in pairs]


def _member(dimension: Dimension, key: str, member: Member) -> Record:
    record: Record = {
        "Key": key,
        "Title": member.title,
        "Description": member.description or None,
    }
    if dimension.kind == "TimeDimension":
        return record | {"Status": member.status or "Definitief"}
    if dimension.kind == "GeoDetail":
        return record | {"Municipality": member.municipality, "DetailRegionCode": member.detail}
    return record | {"CategoryGroupID": int(member.group) if member.group.isdigit() else None}


def category_groups(table: Table) -> list[Record]:
    """CategoryGroups: the groups that members name; mostly none."""
    found = {
        (dimension.key, member.group)
        for dimension in table.dimensions
        for member in dimension.members
        if member.group.isdigit()
    }
    return [
        {
            "ID": int(group),
            "DimensionKey": key,
            "Title": f"Groep {group}",
            "Description": None,
            "ParentID": None,
        }
        for key, group in sorted(found)
    ]

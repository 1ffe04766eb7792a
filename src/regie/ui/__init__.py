"""Base pages, components, charts and maps. No models and no words of the domain."""

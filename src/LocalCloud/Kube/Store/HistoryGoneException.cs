namespace LocalCloud.Kube.Store;

/// <summary>A watch asked for events that are no longer kept.</summary>
internal sealed class HistoryGoneException(long asked, long oldest) : Exception($"too old resource version: {asked} ({oldest})");

namespace LocalCloud.Kube.Store;

public enum StoreEventType { Added, Modified, Deleted }

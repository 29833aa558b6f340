namespace LocalCloud.Kube.Admission;

public enum AdmissionOperation { Create, Update, Delete, Connect }

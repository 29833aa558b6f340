namespace LocalCloud.Kube.Http;

/// <summary>In which form the client wants objects.</summary>
internal enum AnswerForm { Objects, Table, Metadata }

namespace LocalCloud.Kube.Api;

/// <summary>What happens to unknown and duplicate fields: refused, warned about, or dropped in silence.</summary>
public enum FieldValidation { Warn, Strict, Ignore }

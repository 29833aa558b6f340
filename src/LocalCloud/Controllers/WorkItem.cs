namespace LocalCloud.Controllers;

/// <summary>One object, for one controller.</summary>
internal readonly record struct WorkItem(IController Controller, ObjectKey Key);

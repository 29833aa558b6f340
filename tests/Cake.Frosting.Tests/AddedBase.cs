namespace Cake.Frosting.Tests;

/// <summary>Public, but nothing to run by itself.</summary>
public abstract class AddedBase : FrostingTask;

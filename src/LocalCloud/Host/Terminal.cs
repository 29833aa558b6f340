namespace LocalCloud.Host;

/// <summary>Standard output and error of the stand-alone program, the only place that touches the console.</summary>
internal static class Terminal
{
#pragma warning disable RS0030 // This is the program's door to the console.
    public static TextWriter Output => Console.Out;

    public static TextWriter Error => Console.Error;
#pragma warning restore RS0030
}

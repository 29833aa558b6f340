namespace Build.Tests.Actions;

/// <summary>What somebody may write into an input who wants more than to give a value.</summary>
internal static class HostileTexts
{
    /// <summary>With <c>{0}</c> for a file that appears when one of them is run.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "$(touch {0})", "`touch {0}`", "\"; touch {0}; \"", "'; touch {0}; '", "x\n::error::owned\n", "::add-mask::a", "##[add-mask]a", "##[error]owned", "a%0A::warning::owned",
        "ghadelimiter_00000000-0000-0000-0000-000000000000\nowned=true", "$ {{{{ github.token }}}}", "../../../../etc/passwd", "--target=Clean", "\u0001owned", "<!-- --><img src=x>|`",
    ];

    public static string Of(int number, string mark) => string.Format(System.Globalization.CultureInfo.InvariantCulture, All[number], mark);
}

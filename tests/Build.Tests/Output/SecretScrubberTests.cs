using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using KfPipelineTasks.Build.Output;
using KfPipelineTasks.Model;

namespace Build.Tests.Output;

public sealed class SecretScrubberTests
{
    private static readonly Gen<string> Secrets = Gen.Elements("abcXYZ0189-_.~+/=%&<>\"'\\ äß€".ToCharArray()).ArrayOf()
        .Select(c => new string(c)).Where(s => s.Trim().Length >= 8 && s.Trim() == s);

    private static readonly Gen<string> Noise = Gen.Elements("", " ", "x", "user:", "{\"a\":\"", "\"}", "***", "=", "longer text around it ");

    [Fact]
    public void No_encoding_of_a_known_secret_comes_out()
    {
        Check.QuickThrowOnFailure(Prop.ForAll(Secrets.Zip(Noise).Zip(Noise).ToArbitrary(), given =>
        {
            var ((secret, before), after) = given;
            var scrubber = new SecretScrubber();
            scrubber.Add(new Secret(secret));
            string[] forms =
            [
                secret, JsonSerializer.Serialize(secret)[1..^1], Uri.EscapeDataString(secret),
                Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
            ];
            return Array.TrueForAll(forms, form => !scrubber.Scrub(before + form + after).Contains(form, StringComparison.Ordinal));
        }));
    }

    /// <summary>user:password in a Basic header shifts the password against the groups of base64.</summary>
    [Fact]
    public void A_secret_inside_a_longer_base64_text_comes_out_at_no_alignment()
    {
        Check.QuickThrowOnFailure(Prop.ForAll(Secrets.Zip(Noise).Zip(Noise).ToArbitrary(), given =>
        {
            var ((secret, before), after) = given;
            var scrubber = new SecretScrubber();
            scrubber.Add(new Secret(secret));
            var text = scrubber.Scrub(Convert.ToBase64String(Encoding.UTF8.GetBytes(before + secret + after)));
            return text.Contains("***", StringComparison.Ordinal);
        }));
    }

    [Fact]
    public void Text_without_secrets_is_the_same_object()
    {
        var scrubber = new SecretScrubber();
        scrubber.Add(new Secret("hunter2-hunter2"));
        const string Text = "nothing to hide";
        Assert.Same(Text, scrubber.Scrub(Text));
    }

    [Fact]
    public void A_secret_too_short_to_hide_leaves_the_output_readable()
    {
        var scrubber = new SecretScrubber();
        scrubber.Add(new Secret("ab"));
        scrubber.Add(new Secret("  \n "));
        Assert.Equal("about a cab", scrubber.Scrub("about a cab"));
    }

    [Fact]
    public void Of_two_secrets_the_longer_one_is_hidden_whole()
    {
        var scrubber = new SecretScrubber();
        scrubber.Add(new Secret("hunter2"));
        scrubber.Add(new Secret("hunter2-and-more"));
        Assert.Equal("***", scrubber.Scrub("hunter2-and-more"));
    }
}

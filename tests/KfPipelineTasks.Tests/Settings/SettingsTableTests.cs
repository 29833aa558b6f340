using System.Reflection;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Tests.Settings;

public sealed class SettingsTableTests
{
    [Fact]
    public void Every_property_of_the_settings_has_exactly_one_row()
    {
        var properties = Leaves(typeof(DeploySettings), "").Order(StringComparer.Ordinal);
        Assert.Equal(properties, SettingsTable.All.Select(s => s.Property).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Names_are_kebab_case_and_said_once()
    {
        Assert.All(SettingsTable.All, s => Assert.Matches("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", s.Argument));
        Assert.All(SettingsTable.ByPath.Keys, p => Assert.Matches("^[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)?$", p));
        Assert.All(SettingsTable.All, s => Assert.Matches("^[A-Z][A-Z0-9_]*$", s.Variable));
        Assert.Empty(SettingsTable.ByArgument.Keys.Intersect(HostOption.ByName.Keys, StringComparer.OrdinalIgnoreCase));
        // A path is either a value or a group of values.
        Assert.DoesNotContain(SettingsTable.ByPath.Keys, p => SettingsTable.ByPath.Keys.Any(other => other.StartsWith($"{p}.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Variables_of_the_distribution_keep_their_names_and_all_others_have_our_prefix()
    {
        string[] distribution = ["KF_PROJECT", "KF_PROJECT_NUMBER", "KF_NAME", "MGMT_PROJECT", "MGMT_NAME", "MGMTCTXT", "LOCATION", "REGION", "ZONE", "ADMIN_EMAIL", "ASM_LABEL", "CLOUDSQL_NAME", "BUCKET_NAME", "CLIENT_ID", "CLIENT_SECRET"];
        Assert.Empty(distribution.Except(SettingsTable.ByVariable.Keys));
        Assert.All(SettingsTable.ByVariable.Keys.Except(distribution), v => Assert.StartsWith("KFT_", v, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_row_helps_its_reader()
    {
        Assert.All(SettingsTable.All, s => Assert.Matches(new Regex(@"^[A-Za-z].{10,}\.\z", RegexOptions.Singleline), s.Help));
        Assert.All(SettingsTable.All.Where(s => !s.IsSecret), s => Assert.NotEmpty(s.Example));
        Assert.All(SettingsTable.All, s => Assert.NotEmpty(s.Tasks));
        Assert.All(SettingsTable.All, s => Assert.Empty(s.Tasks.Concat(s.RequiredBy).Except(TaskNames.All)));
        Assert.All(SettingsTable.All.Where(s => !s.IsSecret), s => Assert.Empty(s.RequiredBy.Except(s.Tasks)));
    }

    /// <summary>The example of each row is a value that row accepts, and it reads back as it was written.</summary>
    [Fact]
    public void Every_example_is_understood()
    {
        foreach (var setting in SettingsTable.All.Where(s => !s.IsSecret && s.Type != SettingType.Path))
        {
            var problems = new Problems();
            var raw = new RawValue.Text(setting.Example, new SettingSource(SettingOrigin.Argument, $"--{setting.Argument}"));
            var settings = setting.Assign(new DeploySettings(), raw, new ValueReader(setting, problems));
            Assert.Empty(problems.Found);
            Assert.Equal(setting.Example, ValueText.Of(setting.Get(settings)));
        }
    }

    [Fact]
    public void Of_several_places_the_strongest_one_wins_for_every_setting()
    {
        var choices = Gen.Elements<Setting>(SettingsTable.All.Where(s => s is { IsSecret: false, Path: not null, Type: SettingType.Text }).ToArray());
        var flags = Gen.Elements(false, true);
        Check.QuickThrowOnFailure(Prop.ForAll(choices.Zip(flags).Zip(flags).ToArbitrary(), pick =>
        {
            var ((setting, argument), variable) = pick;
            var words = argument ? [$"--{setting.Argument}=from-argument"] : Array.Empty<string>();
            var environment = variable ? new Dictionary<string, string>(StringComparer.Ordinal) { [setting.Variable] = "from-variable" } : [];
            var reading = SettingsReader.Read(new SettingsRequest { Arguments = ArgumentList.FromWords(words), Environment = environment, WorkingDirectory = "/nowhere" }, new Problems());
            var expected = argument ? "from-argument" : variable ? "from-variable" : null;
            return expected is null
                ? !reading.Sources.ContainsKey(setting)
                : (string)setting.Get(reading.Settings)! == expected && reading.Sources[setting].Name == (argument ? $"--{setting.Argument}" : setting.Variable);
        }));
    }

    [Fact]
    public void Times_read_back_as_they_were_written()
    {
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(0, 10_000_000).ToArbitrary(), seconds =>
        {
            var time = TimeSpan.FromSeconds(seconds);
            return DurationText.TryParse(DurationText.Format(time), out var back) && back == time;
        }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("m")]
    [InlineData("-5m")]
    [InlineData("5m1h")]
    [InlineData("5m5m")]
    [InlineData("1.5h")]
    [InlineData("99999999s")]
    [InlineData("5 m")]
    public void A_text_that_is_no_time_is_refused(string text) => Assert.False(DurationText.TryParse(text, out _));

    [Fact]
    public void Secrets_are_never_shown()
    {
        var reading = SettingsReader.Read(new SettingsRequest
        {
            Environment = SettingsTable.All.Where(s => s.IsSecret).ToDictionary(s => s.Variable, _ => "canary-4711", StringComparer.Ordinal),
            WorkingDirectory = "/nowhere",
        });
        Assert.Equal(SettingsTable.All.Count(s => s.IsSecret), reading.Secrets.Count());
        Assert.All(reading.Secrets, s => Assert.Equal("canary-4711", s.Reveal()));
        Assert.DoesNotContain("canary", reading.Settings.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", string.Concat(SettingsTable.All.Select(s => ValueText.Of(s.Get(reading.Settings)))), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Leaves(Type type, string path) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(p => p.CanWrite)
        .SelectMany(p => p.PropertyType.Name.EndsWith("Settings", StringComparison.Ordinal) ? Leaves(p.PropertyType, $"{path}{p.Name}.") : [path + p.Name]);
}

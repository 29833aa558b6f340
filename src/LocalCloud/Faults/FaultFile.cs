using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LocalCloud.Scenarios;

namespace LocalCloud.Faults;

/// <summary>Reads faults from YAML (or JSON, which is YAML too): rules, named faults, errors of operations.</summary>
public static class FaultFile
{
    private static readonly HashSet<string> Common = ["name", "named", "match", "times", "pattern", "probability", "then"];

    /// <summary>Adds what a file says to a book: all of it, or nothing.</summary>
    /// <param name="name">Name of the file in messages.</param>
    /// <exception cref="ScenarioException">Every problem of the file, with its line.</exception>
    public static void Load(FaultBook book, string name, string yaml)
    {
        var add = YamlFile.Read(name, yaml, Read);
        add(book);
    }

    /// <summary>Reads the keys <c>seed</c>, <c>faults</c> and <c>operations</c> of a map; the result adds them to a book.</summary>
    internal static Action<FaultBook> Read(YamlMap root)
    {
        var seed = root.Number("seed");
        var rules = root.Maps("faults").Select(Rule).OfType<FaultRule>().ToList();
        var operations = root.Maps("operations").Select(Operation).ToList();
        return book =>
        {
            if (seed is { } number) book.Seed(number);
            rules.ForEach(book.Add);
            operations.ForEach(book.Add);
        };
    }

    private static FaultRule? Rule(YamlMap map)
    {
        var basis = map.Has("named") ? Named(map) : Plain(map);
        if (basis is null) return null;
        var (times, pattern) = (map.Number("times"), map.Text("pattern"));
        if (times is not null && pattern is not null) map.Problem("pattern", "'times' and 'pattern' cannot be used together.");
        if (pattern?.All(letter => letter is 'x' or '.') == false) map.Problem("pattern", "'pattern' may only have the letters x (caught) and . (passes).");
        var chance = map.Fraction("probability");
        if (chance is < 0 or > 1) map.Problem("probability", "'probability' must be between 0 and 1.");
        return basis with
        {
            Name = map.Text("name") ?? basis.Name,
            Match = map.Map("match") is { } match ? basis.Match.Narrowed(Match(match)) : basis.Match,
            Times = times,
            Pattern = pattern,
            Probability = chance,
        };
    }

    // Keys that are none of a rule fill in the texts of the named fault.
    private static FaultRule? Named(YamlMap map)
    {
        var parameters = map.Keys.Where(key => !Common.Contains(key)).ToDictionary(key => key, key => map.Text(key) ?? "");
        if (map.Has("then")) map.Problem("then", "A named fault has its own answer: leave out 'then', or leave out 'named'.");
        try
        {
            return NamedFaults.Create(map.Text("named")!, new FaultParameters(parameters));
        }
        catch (ArgumentException problem)
        {
            map.Problem("named", problem.Message);
            return null;
        }
    }

    private static FaultRule Plain(YamlMap map)
    {
        var then = map.Map("then");
        if (then is null) map.Problem("then", "'then' is missing: status, reset, stall, loseAnswer, dropAfter or latency. Or name a fault with 'named'.");
        return new FaultRule(map.Text("name") ?? "fault", new FaultMatch(), then is null ? new FaultAction() : Action(then));
    }

    private static FaultMatch Match(YamlMap map) => new()
    {
        Server = map.Pattern("server", FaultMatch.Whole),
        Method = map.Pattern("method", FaultMatch.Whole),
        Path = map.Pattern("path", FaultMatch.Part),
        Body = map.Pattern("body", FaultMatch.Part),
    };

    private static FaultAction Action(YamlMap map)
    {
        var status = map.Number("status");
        if (status is < 200 or > 599) map.Problem("status", "'status' must be an HTTP status from 200 to 599.");
        return new FaultAction
        {
            Status = status,
            Body = map.Json("body") switch { null => "", JsonValue text when text.TryGetValue<string>(out var plain) => plain, var json => json.ToJsonString() },
            Headers = map.Pairs("headers"),
            Reset = map.Flag("reset") ?? false,
            Stall = map.Flag("stall") ?? false,
            LoseAnswer = map.Flag("loseAnswer") ?? false,
            DropAfter = map.Duration("dropAfter"),
            Latency = map.Duration("latency") ?? TimeSpan.Zero,
        };
    }

    private static OperationFault Operation(YamlMap map) => new(
        map.Pattern("type", FaultMatch.Whole) ?? new Regex(""),
        map.Pattern("target", FaultMatch.Whole) ?? new Regex(""),
        map.Required("message"),
        map.Number("code") ?? 8,
        map.Text("condition"),
        map.Number("times") ?? 1,
        map.Number("nodesPerZone"));
}

using KfPipelineTasks.Manifests.Setters;
using TestKit;

namespace KfPipelineTasks.Tests.Setters;

public sealed class RealPackageEditing
{
    [SharedFact("data", RealPackage.Archive)]
    public void Every_setter_comment_of_the_real_package_belongs_to_a_field()
    {
        using var package = new RealPackage();
        var edits = Directory.GetFiles(package.Root, "*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".yaml", StringComparison.Ordinal))
            .Select(f => SetterEditor.Edit(File.ReadAllText(f), f, SetterValues.None, new SetterRules { AllowUnused = true })).ToList();
        Assert.Empty(edits.SelectMany(e => e.Findings).Select(f => f.ToString()));
        Assert.Equal(237, edits.Sum(e => e.Uses.Count));
        Assert.Equal(107, edits.SelectMany(e => e.Uses).Select(u => u.Pattern.Text).Distinct().Count());
        Assert.Equal(50, edits.Count(e => e.Uses.Count > 0));
    }
}

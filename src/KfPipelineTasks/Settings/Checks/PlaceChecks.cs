using KfPipelineTasks.Model;

namespace KfPipelineTasks.Settings.Checks;

/// <summary>Location, region and zone name one place; Config Controller is offered in some regions only.</summary>
internal static class PlaceChecks
{
    public static void Check(Findings findings)
    {
        var settings = findings.Settings;
        if (!settings.NeedsGoogleCloud) return;
        Forms(findings, settings.Place);
        Agreement(findings, settings.Place);
        if (settings.NeedsManagementCluster) Management(findings, settings.Management.Location);
    }

    private static void Forms(Findings findings, PlaceSettings place)
    {
        findings.Expect("Place.Location", place.Location, l => GoogleName.RegionOf(l) is not null, $"'{place.Location}' is neither a region such as us-central1 nor a zone such as us-central1-c.");
        if (GoogleName.IsZone(place.Region))
            findings.Add("Place.Region", $"'{place.Region}' is a zone.", $"Its region is {GoogleName.RegionOf(place.Region)}.");
        findings.Expect("Place.Region", place.Region, GoogleName.IsRegion, $"'{place.Region}' is not a region such as us-central1.");
        if (GoogleName.IsRegion(place.Zone))
            findings.Add("Place.Zone", $"'{place.Zone}' is a region.", $"A zone of it ends in a letter, such as {place.Zone}-c.");
        findings.Expect("Place.Zone", place.Zone, GoogleName.IsZone, $"'{place.Zone}' is not a zone such as us-central1-c.");
    }

    private static void Agreement(Findings findings, PlaceSettings place)
    {
        if (GoogleName.RegionOf(place.Location) is { } region && GoogleName.IsRegion(place.Region) && region != place.Region)
            findings.Add("Place.Region", $"'{place.Region}' is not the region of {findings.NameOf("Place.Location")} '{place.Location}'.", $"Write {region}, or leave it out.");
        else if (GoogleName.IsZone(place.Zone) && GoogleName.IsRegion(place.Region) && GoogleName.RegionOf(place.Zone) != place.Region)
            findings.Add("Place.Zone", $"'{place.Zone}' is not in the region {place.Region}.", $"Choose a zone of {place.Region}.");
    }

    private static void Management(Findings findings, string location)
    {
        if (location.Length == 0 || ConfigControllerRegions.All.Contains(location)) return;
        var near = GoogleName.RegionOf(location) is { } region && ConfigControllerRegions.All.Contains(region)
            ? $" Did you mean '{region}'?"
            : Nearest.Hint(location, ConfigControllerRegions.All);
        // The region of the cluster is only the default here, so the message names the setting to write.
        findings.Add("Management.Location", $"Config Controller is not offered in '{location}'.{near}", $"Set management.location to one of {string.Join(", ", ConfigControllerRegions.All)}.");
    }
}

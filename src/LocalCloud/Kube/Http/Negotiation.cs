using LocalCloud.Kube.Api;
using Microsoft.AspNetCore.Http;

namespace LocalCloud.Kube.Http;

/// <summary>Chooses what to answer with from the Accept header.</summary>
internal sealed record Negotiation(AnswerForm Form, bool Yaml)
{
    private const string Accepted = "application/json, application/yaml";

    /// <exception cref="ApiException">406: nothing that is asked for can be given.</exception>
    public static Negotiation Choose(HttpRequest request)
    {
        foreach (var range in MediaRange.ParseAll(request.Headers.Accept))
        {
            if (!range.IsJson && !range.IsYaml) continue;
            switch (range["as"])
            {
                case "": return new(AnswerForm.Objects, range.IsYaml);
                case "Table" when range["g"] == "meta.k8s.io" && range["v"] == "v1": return new(AnswerForm.Table, range.IsYaml);
                case "PartialObjectMetadata" or "PartialObjectMetadataList" when range["g"] == "meta.k8s.io" && range["v"] == "v1": return new(AnswerForm.Metadata, range.IsYaml);
            }
        }
        throw ApiErrors.NotAcceptable(Accepted);
    }
}

namespace LocalCloud.Google.Http;

/// <summary>How an API writes its error body. Older front ends keep the <c>errors[]</c> list, newer ones the canonical status and details.</summary>
internal enum ErrorShape
{
    /// <summary><c>code, message, status, details[]</c>: Cloud Resource Manager, Service Usage, IAP, STS's siblings.</summary>
    New,

    /// <summary><c>code, message, errors[], status, details[]</c>: Container and IAM.</summary>
    Mixed,

    /// <summary><c>code, message, errors[]</c>: Compute, Storage and SQL Admin.</summary>
    Old,

    /// <summary><c>error, error_description</c>: OAuth and the Security Token Service (RFC 6749, section 5.2).</summary>
    OAuth,
}

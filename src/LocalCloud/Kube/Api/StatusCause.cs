namespace LocalCloud.Kube.Api;

/// <summary>One cause in the details of an error.</summary>
/// <param name="Reason">Machine-readable, such as <c>FieldValueRequired</c>; may be empty.</param>
/// <param name="Message">For people.</param>
/// <param name="Field">Path of the field; may be empty.</param>
public sealed record StatusCause(string Reason, string Message, string Field)
{
    internal static StatusCause Required(string field, string detail = "") => new("FieldValueRequired", Join("Required value", detail), field);

    internal static StatusCause Invalid(string field, string value, string detail) => new("FieldValueInvalid", $"Invalid value: {value}: {detail}", field);

    internal static StatusCause Forbidden(string field, string detail) => new("FieldValueForbidden", Join("Forbidden", detail), field);

    internal static StatusCause TooLong(string field, long limit) => new("FieldValueTooLong", $"Too long: may not be more than {limit} bytes", field);

    internal static StatusCause NotSupported(string field, string value, IEnumerable<string> supported) =>
        new("FieldValueNotSupported", $"Unsupported value: {value}: supported values: {string.Join(", ", supported.Select(text => $"\"{text}\""))}", field);

    internal static StatusCause Duplicate(string field, string value) => new("FieldValueDuplicate", $"Duplicate value: {value}", field);

    internal static StatusCause TypeInvalid(string field, string value, string detail) => new("FieldValueTypeInvalid", $"Invalid value: {value}: {detail}", field);

    private static string Join(string what, string detail) => detail.Length == 0 ? what : $"{what}: {detail}";
}

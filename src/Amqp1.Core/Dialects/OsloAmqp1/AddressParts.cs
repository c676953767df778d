namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>Joins the parts of an address. An empty part is omitted together with its separator.</summary>
internal static class AddressParts
{
    public static string Join(char separator, params ReadOnlySpan<string?> parts)
    {
        var address = new System.Text.StringBuilder(96);
        foreach (var part in parts)
        {
            if (string.IsNullOrEmpty(part))
            {
                continue;
            }

            if (address.Length > 0)
            {
                address.Append(separator);
            }

            address.Append(part);
        }

        return address.ToString();
    }

    public static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

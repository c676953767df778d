namespace Amqp1.Transport.Sasl;

/// <summary>The attributes of a SCRAM message: <c>letter=value</c>, separated by commas (RFC 5802, section 5.1).</summary>
internal static class ScramMessage
{
    /// <summary>Returns the value of the attribute at a position, or null if the attribute is not at this position.</summary>
    public static string? Attribute(string[] parts, int index, char name) =>
        index < parts.Length && parts[index].Length >= 2 && parts[index][0] == name && parts[index][1] == '=' ? parts[index][2..] : null;

    /// <summary>Returns a user name in which the separators of attributes are escaped.</summary>
    public static string Escape(string name) =>
        name.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal);

    /// <summary>Returns the user name without escaping, or null if it is not escaped correctly.</summary>
    public static string? Unescape(string name)
    {
        var plain = name.Replace("=2C", ",", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal);
        return Escape(plain) == name ? plain : null;
    }

    /// <summary>Returns the bytes of a Base64 value, or null if the value is not valid Base64.</summary>
    public static byte[]? Base64(string? value)
    {
        if (value is null)
        {
            return null;
        }

        var bytes = new byte[value.Length];
        return Convert.TryFromBase64String(value, bytes, out var length) ? bytes[..length] : null;
    }
}

using System.Globalization;

namespace Amqp1.Rpc;

/// <summary>
/// An interface version and its compatibility rule (docs/spec/behaviour.md#dispatch). The parts are compared as numbers, so 1.10 is higher
/// than 1.9.
/// </summary>
internal readonly record struct RpcVersion(int Major, int Minor, int Revision = 0)
{
    public static RpcVersion Default { get; } = new(1, 0);

    /// <summary>Parses <c>major.minor</c> or <c>major.minor.revision</c>; null for any other text.</summary>
    public static RpcVersion? TryParse(string? text)
    {
        Span<Range> parts = stackalloc Range[4];
        var count = text.AsSpan().Split(parts, '.');
        if (count is not (2 or 3))
        {
            return null;
        }

        Span<int> numbers = stackalloc int[3];
        for (var i = 0; i < count; i++)
        {
            if (!int.TryParse(text.AsSpan()[parts[i]], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return null;
            }
        }

        return new RpcVersion(numbers[0], numbers[1], numbers[2]);
    }

    /// <summary>
    /// Parses a version like <see cref="TryParse"/>, but throws <see cref="MessagingException"/> if the text is not a version.
    /// </summary>
    public static RpcVersion Parse(string text) =>
        TryParse(text) ?? throw new MessagingException($"'{text}' is not a version in the form major.minor.");

    /// <summary>Returns whether an endpoint of this version can serve a request for the given version.</summary>
    public bool Serves(RpcVersion requested) =>
        Major == requested.Major
        && (requested.Minor < Minor || (requested.Minor == Minor && requested.Revision <= Revision));
}

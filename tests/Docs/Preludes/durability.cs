global using static GivenDurability;

using Amqp1.Embedded;

internal static class GivenDurability
{
    public static EmbeddedRouter broker => null!;

    public static CancellationToken cancellationToken => default;
}

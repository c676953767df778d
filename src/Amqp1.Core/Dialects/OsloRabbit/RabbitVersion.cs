using System.Globalization;

namespace Amqp1.Dialects.OsloRabbit;

/// <summary>
/// Checks the product and version in the peer's Open (docs/spec/rabbit-topology.md#versions). RabbitMQ speaks AMQP 1.0 without a plugin,
/// and declares exchanges and queues over it, since version 4.0.
/// </summary>
/// <param name="Major">The first number.</param>
/// <param name="Minor">The second number.</param>
internal readonly record struct RabbitVersion(int Major, int Minor)
{
    /// <summary>The product in the Open of RabbitMQ.</summary>
    public const string Product = "RabbitMQ";

    private const int FirstMajor = 4;

    /// <summary>Returns whether the peer is RabbitMQ of any version.</summary>
    public static bool IsRabbit(string? product) => string.Equals(product, Product, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the version of a peer.</summary>
    /// <param name="product">The <c>product</c> of the peer's Open; null if it sent none.</param>
    /// <param name="version">The <c>version</c> of the peer's Open; null if it sent none.</param>
    /// <exception cref="MessagingException">The peer is not RabbitMQ, or its version is too old. The text is the reason.</exception>
    public static RabbitVersion Read(string? product, string? version)
    {
        if (!IsRabbit(product))
        {
            throw new MessagingException(
                $"The transport URL has the scheme rabbit, but the peer is {(string.IsNullOrEmpty(product) ? "a product without a name" : PeerText.Clean(product))} and not RabbitMQ. "
                + "Use a URL with the scheme amqp for other routers and brokers.");
        }

        var numbers = (version ?? "").Split('.');
        if (numbers.Length < 2 || !TryParse(numbers[0], out var major) || !TryParse(numbers[1], out var minor))
        {
            throw new MessagingException($"RabbitMQ 4.0 or later is required. The version of this RabbitMQ is not in the known form: '{PeerText.Clean(version)}'.");
        }

        return major >= FirstMajor ? new RabbitVersion(major, minor) : throw new MessagingException(
            $"RabbitMQ 4.0 or later is required, because older versions cannot declare exchanges and queues over AMQP 1.0. This is RabbitMQ {PeerText.Clean(version)}.");
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");

    private static bool TryParse(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}

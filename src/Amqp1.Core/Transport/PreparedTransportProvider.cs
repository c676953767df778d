using Amqp;

namespace Amqp1.Transport;

/// <summary>Provides AMQPNetLite with a transport that is already connected and authenticated.</summary>
internal sealed class PreparedTransportProvider : TransportProvider
{
    /// <summary>The scheme of the address by which the connection factory finds this provider.</summary>
    public const string Scheme = "amqp";

    private readonly IAsyncTransport _transport;

    public PreparedTransportProvider(IAsyncTransport transport)
    {
        _transport = transport;
        AddressSchemes = [Scheme];
    }

    /// <inheritdoc />
    public override Task<IAsyncTransport> CreateAsync(Address address) => Task.FromResult(_transport);
}

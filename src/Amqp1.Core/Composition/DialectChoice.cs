using Amqp1.Dialects;
using Amqp1.Dialects.OsloAmqp1;
using Amqp1.Dialects.OsloRabbit;
using Amqp1.Dialects.OsloRabbit.Format;

namespace Amqp1.Composition;

/// <summary>
/// Chooses the dialect of each connection of a bus by the scheme of the transport URL and the product in the peer's Open. This is the only
/// place that knows all dialects.
/// </summary>
internal sealed class DialectChoice : IDialects
{
    private readonly AddressSettings _addresses;
    private readonly OsloRabbitSettings _rabbit;
    private readonly bool _requestsRabbit;
    private readonly string? _virtualHost;
    private readonly Lock _gate = new();
    private RabbitDialectFactory? _factory;
    private bool _told;

    /// <param name="addresses">The settings of the amqp1 dialect.</param>
    /// <param name="rabbit">The settings of the rabbit dialect.</param>
    /// <param name="requestsRabbit">Whether the scheme of the URL is that of the rabbit driver.</param>
    /// <param name="virtualHost">The virtual host in a URL of the amqp1 driver; null for none.</param>
    public DialectChoice(AddressSettings addresses, OsloRabbitSettings rabbit, bool requestsRabbit, string? virtualHost)
    {
        _addresses = addresses;
        _rabbit = rabbit;
        _requestsRabbit = requestsRabbit;
        _virtualHost = virtualHost;
    }

    public IDialect Choose(in DialectContext context)
    {
        if (_requestsRabbit)
        {
            return CreateRabbit(context);
        }

        if (_addresses.Mode != AddressMode.Dynamic || !RabbitVersion.IsRabbit(context.Product))
        {
            return new Amqp1Dialect(AddressSyntax.Choose(_addresses, context.Product), context.Product);
        }

        if (_virtualHost is not null)
        {
            throw new MessagingException(
                $"The peer is RabbitMQ, and the transport URL names the virtual host {PeerText.Clean(_virtualHost)}. "
                + "RabbitMQ is told the virtual host only by a URL with the scheme rabbit.");
        }

        var dialect = CreateRabbit(context);
        Tell(context);
        return dialect;
    }

    private RabbitDialect CreateRabbit(in DialectContext context)
    {
        RabbitDialectFactory factory;
        lock (_gate)
        {
            factory = _factory ??= new RabbitDialectFactory(_rabbit, new RabbitFormat(_rabbit.Compression), context.Time, context.Logger);
        }

        return factory.Create(context.Product, context.Version, context.TakeSession, context.ReturnSession);
    }

    /// <summary>Logs once that the dialect is not that of the URL's scheme.</summary>
    private void Tell(in DialectContext context)
    {
        lock (_gate)
        {
            if (_told)
            {
                return;
            }

            _told = true;
        }

        CompositionLog.RabbitBehindAmqp(context.Logger, PeerText.Clean(context.Version));
    }
}

using Amqp;
using Amqp1.Dialects.OsloRabbit.Management;
using Amqp1.Dialects.OsloRabbit.Topology;
using Microsoft.Extensions.Logging;

namespace Amqp1.Dialects.OsloRabbit;

/// <summary>Creates the dialect of each connection of one bus, and keeps the names that are the same on all of them. Thread-safe.</summary>
internal sealed class RabbitDialectFactory
{
    private readonly OsloRabbitSettings _settings;
    private readonly IMessageFormat _format;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RabbitNames _names;
    private readonly AdoptionLog _adoptions;

    /// <param name="settings">The settings of the bus.</param>
    /// <param name="format">The message format.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The logger of the bus.</param>
    public RabbitDialectFactory(OsloRabbitSettings settings, IMessageFormat format, TimeProvider time, ILogger logger)
    {
        _settings = settings;
        _format = format;
        _time = time;
        _logger = logger;
        _names = new RabbitNames(settings);
        _adoptions = new AdoptionLog(logger);
    }

    /// <summary>Creates the dialect of a connection.</summary>
    /// <param name="product">The product in the peer's Open.</param>
    /// <param name="version">The version in the peer's Open.</param>
    /// <param name="takeSession">Begins a session for the management links. Throws the exceptions of AMQPNetLite if the connection has ended.</param>
    /// <param name="returnSession">Ends such a session.</param>
    /// <exception cref="MessagingException">The peer is not RabbitMQ 4.0 or later.</exception>
    public RabbitDialect Create(string? product, string? version, Func<Session> takeSession, Action<Session> returnSession)
    {
        var read = RabbitVersion.Read(product, version);
        var management = new ManagementClient(takeSession, returnSession, ManagementClient.DefaultTimeout, _time, _logger);
        return new RabbitDialect(read, _format, new RabbitTopology(_settings, _names, management, _adoptions));
    }
}

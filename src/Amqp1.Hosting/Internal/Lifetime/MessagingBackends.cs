using Amqp1.Bus;
using Amqp1.Bus.Local;
using Amqp1.Bus.Sending;
using Amqp1.Configuration;
using Amqp1.Hosting.Notifications;
using Amqp1.Notifications;
using Amqp1.Payloads;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Internal;

/// <summary>The backends for RPC and notifications: two transports, or one for both if they have the same URL.</summary>
internal sealed class MessagingBackends : IAsyncDisposable, IDisposable
{
    private readonly Lazy<Task> _stopped;
    private readonly LazyFilter[] _filters;
    private readonly FilePayloadStore? _ownStore;
    private readonly string _publisherId;
    private readonly TimeProvider _time;
    private readonly StopLimit _limit;

    public MessagingBackends(
        InstanceOptions options,
        IEnumerable<ITransportUrlSource> sources,
        IEnumerable<FilterRegistration> filters,
        PayloadStoreRegistration? payloads,
        IServiceProvider services,
        IHostEnvironment environment,
        ILoggerFactory loggers,
        TimeProvider time,
        LocalDelivery local,
        StopLimit limit)
    {
        (_time, _limit) = (time, limit);
        var settings = options.Messaging;
        var hosting = options.Hosting;
        var json = hosting.Json;
        var url = Amqp1OptionsValidation.IsSet(settings.TransportUrl) ? settings.TransportUrl : sources.First().GetUrl();
        Rpc = MessagingTransport.Create(url, settings, loggers, time, json);
        Notifications = Amqp1OptionsValidation.IsSet(settings.Notifications.TransportUrl) && !TransportUrl.Parse(settings.Notifications.TransportUrl).Equals(Rpc.Url)
            ? MessagingTransport.Create(settings.Notifications.TransportUrl, settings, loggers, time, json)
            : Rpc;
        _ownStore = payloads is null ? ConfiguredPayloadStore.Open(settings.ClaimCheck, environment, time, loggers) : null;
        var store = payloads?.Resolve(services) ?? _ownStore;
        _filters = [.. filters.Select(filter => new LazyFilter(filter, services))];
        foreach (var transport in All)
        {
            transport.Filters = _filters;
            transport.Services = services;
            transport.PayloadStore = store;
            transport.RemoteExceptions = hosting.RemoteExceptions;
            local.Add(transport.Bus);
        }

        _publisherId = hosting.PublisherId ?? $"{environment.ApplicationName}.{Environment.MachineName}";
        Notifications.NotificationRouting = RoutingConfigFile.Load(settings, environment);
        _stopped = new Lazy<Task>(() => Task.WhenAll(All.Select(transport => transport.StopAsync())));
    }

    public MessagingTransport Rpc { get; }

    public MessagingTransport Notifications { get; }

    /// <summary>The name of the instance in metrics; null for the instance without a key.</summary>
    public string? Instance
    {
        get => Rpc.Instance;
        init
        {
            foreach (var transport in All)
            {
                transport.Instance = value;
            }
        }
    }

    /// <summary>The transports, without duplicates.</summary>
    public IReadOnlyList<MessagingTransport> All => ReferenceEquals(Rpc, Notifications) ? [Rpc] : [Rpc, Notifications];

    /// <summary>Creates the injected notifier.</summary>
    public INotifier CreateNotifier() => Notifications.CreateNotifier(_publisherId);

    /// <summary>Creates the filters. Throws the exception of the container if a filter cannot be created.</summary>
    public void MakeFilters() => Array.ForEach(_filters, filter => filter.Make());

    /// <summary>
    /// Waits until the enqueued notifications are sent, as long as the drain timeout and the token allow. Does not throw; the transport
    /// logs the number of those that remain.
    /// </summary>
    public async Task FlushNotificationsAsync(CancellationToken cancel) => await Task.WhenAll(All.Select(transport => transport.FlushNotificationsAsync(cancel)))
        .WaitAsync(_limit.Of(Notifications.ListenerDrainTimeout), _time, CancellationToken.None)
        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Closes the connections. A second call waits for the first.</summary>
    public Task StopAsync() => _stopped.Value;

    /// <summary>Begins to close the connections and does not wait. Used by containers that are disposed of synchronously.</summary>
    public void Dispose()
    {
        _ownStore?.Dispose();
        foreach (var transport in All)
        {
            transport.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _ownStore?.Dispose();
    }
}

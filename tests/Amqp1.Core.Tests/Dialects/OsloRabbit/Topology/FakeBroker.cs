using System.Globalization;
using Amqp.Types;
using Amqp1.Dialects.OsloRabbit.Management;

namespace Amqp1.Core.Tests.Dialects.OsloRabbit.Topology;

/// <summary>A management node that answers as RabbitMQ 4 does, with its texts. It checks properties in the order of RabbitMQ.</summary>
internal sealed class FakeBroker : IManagementClient
{
    private readonly Lock _gate = new();

    public Dictionary<string, Map> Exchanges { get; } = [];

    public Dictionary<string, Map> Queues { get; } = [];

    public HashSet<(string Exchange, string Queue, string Key)> Bindings { get; } = [];

    /// <summary>All requests, in order.</summary>
    public List<ManagementRequest> Requests { get; } = [];

    /// <summary>The names of exclusive queues that belong to other connections.</summary>
    public HashSet<string> LockedQueues { get; } = [];

    /// <summary>True if queues that are neither durable nor exclusive are denied.</summary>
    public bool DeniesTransientQueues { get; set; }

    /// <summary>The names of exchanges and queues for which the user has no permission.</summary>
    public HashSet<string> Unpermitted { get; } = [];

    /// <summary>The code that runs before each request is answered. Its result replaces the answer unless it is null.</summary>
    public Func<ManagementRequest, ManagementResponse?>? OnRequest { get; set; }

    /// <summary>A task that must complete before requests are answered, for tests of concurrent requests.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public async Task<ManagementResponse> RequestAsync(ManagementRequest request, CancellationToken cancel)
    {
        lock (_gate)
        {
            Requests.Add(request);
        }

        await Gate.WaitAsync(cancel);
        lock (_gate)
        {
            return OnRequest?.Invoke(request) ?? Answer(request);
        }
    }

    private ManagementResponse Answer(ManagementRequest request)
    {
        var parts = request.Path.Split('/');
        var name = parts.Length > 2 ? Uri.UnescapeDataString(parts[2]) : "";
        if (Unpermitted.Contains(name))
        {
            throw new ManagementException(
                $"The management link of RabbitMQ was closed: amqp:unauthorized-access: configure access to {parts[1][..^1]} '{name}' in vhost '/' refused for user 'u'.",
                "amqp:unauthorized-access");
        }

        return (request.Method, parts[1]) switch
        {
            ("PUT", "exchanges") => PutExchange(name, request.Body!),
            ("PUT", "queues") => PutQueue(name, request.Body!),
            ("GET", "queues") => Queues.TryGetValue(name, out var queue) ? new(200, queue) : new(404, $"queue '{name}' in vhost '/' not found"),
            ("DELETE", "queues") => new(200, new Map { ["message_count"] = Queues.Remove(name) ? 0UL : 0UL }),
            ("POST", "bindings") => Bind(request.Body!),
            _ => throw new InvalidOperationException($"Unexpected request {request}."),
        };
    }

    private ManagementResponse PutExchange(string name, Map declared)
    {
        if (!Exchanges.TryGetValue(name, out var known))
        {
            Exchanges[name] = declared;
            return new(204);
        }

        return Difference("exchange", name, declared, known, ["type", "durable", "auto_delete", "internal"]) ?? new(204);
    }

    private ManagementResponse PutQueue(string name, Map declared)
    {
        if (LockedQueues.Contains(name))
        {
            return new(400, $"cannot obtain exclusive access to locked queue '{name}' in vhost '/'. It could be originally declared on another connection or the exclusive property value does not match that of the original declaration.");
        }

        if (DeniesTransientQueues && declared["durable"] is false && declared["exclusive"] is false)
        {
            return new(400, "Feature `transient_nonexcl_queues` is deprecated.\nIts use is not permitted per the configuration (overriding the default, which is permitted):\n    \"deprecated_features.permit.transient_nonexcl_queues = false\"");
        }

        if (!Queues.TryGetValue(name, out var known))
        {
            Queues[name] = Stored(declared);
            return new(201, Queues[name]);
        }

        var stored = Stored(declared);
        return Difference("queue", name, stored, known, ["durable", "auto_delete", "exclusive"])
            ?? DifferenceOfArguments(name, (Map)stored["arguments"], (Map)known["arguments"])
            ?? new(200, known);
    }

    /// <summary>Returns the stored properties. RabbitMQ adds the type to the arguments and returns it among the properties.</summary>
    private static Map Stored(Map declared)
    {
        var arguments = new Map { ["x-queue-type"] = "classic" };
        foreach (var (key, value) in (Map)declared["arguments"])
        {
            arguments[key] = value;
        }

        return new Map
        {
            ["durable"] = declared["durable"],
            ["auto_delete"] = declared["auto_delete"],
            ["exclusive"] = declared["exclusive"],
            ["type"] = arguments["x-queue-type"],
            ["arguments"] = arguments,
        };
    }

    private static ManagementResponse? Difference(string kind, string name, Map declared, Map known, string[] properties) =>
        properties.FirstOrDefault(property => !Equals(declared[property], known[property])) is { } property
            ? new(409, $"inequivalent arg '{property}' for {kind} '{name}' in vhost '/': received '{TextOf(declared[property])}' but current is '{TextOf(known[property])}'")
            : null;

    private static ManagementResponse? DifferenceOfArguments(string name, Map declared, Map known) =>
        declared.Keys.Union(known.Keys).FirstOrDefault(key => TextOf(declared[key]) != TextOf(known[key])) is { } key
            ? new(409, $"inequivalent arg '{key}' for queue '{name}' in vhost '/': received '{TextOf(declared[key])}' but current is '{TextOf(known[key])}'")
            : null;

    private ManagementResponse Bind(Map binding)
    {
        var (exchange, queue) = ((string)binding["source"], (string)binding["destination_queue"]);
        if (!Exchanges.ContainsKey(exchange))
        {
            return new(400, $"no exchange '{exchange}' in vhost '/'");
        }

        if (!Queues.ContainsKey(queue))
        {
            return new(400, $"no queue '{queue}' in vhost '/'");
        }

        Bindings.Add((exchange, queue, (string)binding["binding_key"]));
        return new(204);
    }

    private static string TextOf(object? value) => value switch
    {
        null => "none",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}

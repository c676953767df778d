using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amqp1.Wire;
using Microsoft.Extensions.Logging;

namespace Amqp1.Notifications;

/// <summary>Several notifications of one priority on their way through an endpoint.</summary>
/// <remarks>Thread-safe. Valid until the handler has ended.</remarks>
public sealed class NotificationBatchInvocation
{
    private readonly IReadOnlyList<NotificationMessage> _messages;
    private readonly ILogger _logger;

    internal NotificationBatchInvocation(
        IReadOnlyList<NotificationMessage> messages, NotificationPriority priority, JsonSerializerOptions json, ILogger logger, CancellationToken cancellation)
    {
        _messages = messages;
        _logger = logger;
        Priority = priority;
        Json = json;
        Cancellation = cancellation;
    }

    /// <summary>How many there are, readable or not; at least one.</summary>
    public int Count => _messages.Count;

    /// <summary>The priority of all of them.</summary>
    public NotificationPriority Priority { get; }

    /// <summary>How JSON is read.</summary>
    public JsonSerializerOptions Json { get; }

    /// <summary>Fires when the listener stops and does not wait any longer.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>
    /// The notifications in the order in which they came, with their payloads read as that type. One whose payload does not fit is
    /// logged and left out: it must not take the others with it. Throws <see cref="JsonException"/> when none fits.
    /// </summary>
    public IReadOnlyList<Notification<TPayload>> Read<TPayload>() => Read((JsonTypeInfo<TPayload>)Json.GetTypeInfo(typeof(TPayload)));

    /// <summary>As <see cref="Read{TPayload}()"/>, with the metadata of the type at hand.</summary>
    public IReadOnlyList<Notification<TPayload>> Read<TPayload>(JsonTypeInfo<TPayload> json)
    {
        var all = new List<Notification<TPayload>>(_messages.Count);
        foreach (var message in _messages)
        {
            try
            {
                all.Add(new NotificationInvocation(message, Priority, Json, Cancellation).Read(json));
            }
            catch (JsonException wrong)
            {
                NotificationLog.HandlerFailed(_logger, PeerText.Clean(message.EventType), wrong);
            }
        }

        return all.Count > 0 ? all : throw new JsonException($"None of the {_messages.Count} payloads can be read as {typeof(TPayload)}.");
    }
}

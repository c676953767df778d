using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amqp1.Dialects;
using Microsoft.Extensions.Logging;

namespace Amqp1.Notifications;

/// <summary>Several notifications of one priority that an endpoint handles together.</summary>
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

    /// <summary>The number of notifications, including those whose payload cannot be read; at least one.</summary>
    public int Count => _messages.Count;

    /// <summary>The priority of all notifications.</summary>
    public NotificationPriority Priority { get; }

    /// <summary>The JSON settings.</summary>
    public JsonSerializerOptions Json { get; }

    /// <summary>A token that is cancelled when the listener stops and no longer waits.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>
    /// Returns the notifications in the order in which they arrived, with their payloads read as the given type. A notification whose
    /// payload cannot be read is logged and left out, so that the others can be handled.
    /// </summary>
    /// <exception cref="JsonException">No payload can be read as that type.</exception>
    public IReadOnlyList<Notification<TPayload>> Read<TPayload>() => Read((JsonTypeInfo<TPayload>)Json.GetTypeInfo(typeof(TPayload)));

    /// <summary>Returns the notifications like <see cref="Read{TPayload}()"/>, with the given metadata of the type.</summary>
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

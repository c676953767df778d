using System.Text.Json;
using Amqp1.Filters;
using Amqp1.Payloads;

namespace Amqp1.Notifications;

/// <summary>The settings of a notification listener, from the options of section <c>Amqp1:Notifications</c>.</summary>
internal sealed record NotificationListenerSettings
{
    public int Credit { get; init; } = 100;
    public int MaxConcurrent { get; init; } = 64;
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The number of deliveries after which a notification goes to the dead-letter topic; null for no limit.</summary>
    public int? MaxDeliveries { get; init; }

    /// <summary>The dead-letter topic; null for none.</summary>
    public string? DeadLetterTopic { get; init; }

    /// <summary>The limit for the delivery of a dead letter.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The maximum number of times that a dead letter is sent again; negative for no limit within the timeout.</summary>
    public int Retry { get; init; } = -1;

    /// <summary>The name of the instance in metrics; null for none.</summary>
    public string? Instance { get; init; }

    public JsonSerializerOptions Json { get; init; } = MessagingJson.Default;

    /// <summary>The store of large payloads; null for none.</summary>
    public ClaimCheck? Claims { get; init; }

    /// <summary>The filters; null when there are none.</summary>
    public FilterPipeline? Filters { get; init; }
}

using System.Text.Json;
using Amqp1.Filters;
using Amqp1.Payloads;

namespace Amqp1.Notifications;

/// <summary>The settings of a notifier, from the options of section <c>Amqp1:Notifications</c>.</summary>
internal sealed record NotifierSettings
{
    public required string PublisherId { get; init; }
    public IReadOnlyList<string> Topics { get; init; } = ["notifications"];

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The maximum number of times that a notification is sent again; negative for no limit within the deadline.</summary>
    public int Retry { get; init; } = -1;

    public JsonSerializerOptions Json { get; init; } = MessagingJson.Default;

    /// <summary>The store of large payloads; null if none is stored.</summary>
    public ClaimCheck? Claims { get; init; }

    /// <summary>The filters; null when there are none.</summary>
    public FilterPipeline? Filters { get; init; }
}

using System.Text.Json;
using Amqp1.Filters;

namespace Amqp1.Notifications;

/// <summary>How a notifier works; from the options of section <c>Amqp1:Notifications</c>.</summary>
internal sealed record NotifierSettings
{
    public required string PublisherId { get; init; }
    public IReadOnlyList<string> Topics { get; init; } = ["notifications"];

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Negative for endless, limited by the deadline only.</summary>
    public int Retry { get; init; } = -1;

    public JsonSerializerOptions Json { get; init; } = MessagingJson.Default;

    /// <summary>Null when there are no filters.</summary>
    public FilterPipeline? Filters { get; init; }
}

namespace Amqp1.Generators.Models;

/// <summary>A class with <c>[NotificationEndpoint]</c>.</summary>
internal sealed record NotificationEndpointModel(
    ClassModel Class,
    string Topic,
    string? Pool,
    string? PublisherId,
    string? EventType,
    EquatableArray<FilterModel> Filters,
    bool RequeueOnFailure,
    int BatchSize,
    double BatchTimeoutSeconds,
    EquatableArray<NotificationHandlerModel> Handlers);

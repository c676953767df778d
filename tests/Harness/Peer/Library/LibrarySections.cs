using Amqp.Framing;
using Amqp1.Tests.Harness.Peer.Codec;

namespace Amqp1.Tests.Harness.Peer.Library;

/// <summary>The sections of a message that are composites, as classes of AMQPNetLite.</summary>
internal static class LibrarySections
{
    public static IReadOnlyList<ILibraryType> All { get; } =
    [
        new LibraryType<Header>(MessageSections.Header)
            .With(static header => header.Durable, static (header, value) => header.Durable = value)
            .With(static header => header.Priority, static (header, value) => header.Priority = value)
            .With(static header => header.Ttl, static (header, value) => header.Ttl = value)
            .With(static header => header.FirstAcquirer, static (header, value) => header.FirstAcquirer = value)
            .With(static header => header.DeliveryCount, static (header, value) => header.DeliveryCount = value),
        new LibraryType<Properties>(MessageSections.Properties)
            .With(static properties => properties.GetMessageId(), static (properties, value) => properties.SetMessageId(value))
            .With(static properties => properties.UserId, static (properties, value) => properties.UserId = value)
            .With(static properties => properties.To, static (properties, value) => properties.To = value)
            .With(static properties => properties.Subject, static (properties, value) => properties.Subject = value)
            .With(static properties => properties.ReplyTo, static (properties, value) => properties.ReplyTo = value)
            .With(static properties => properties.GetCorrelationId(), static (properties, value) => properties.SetCorrelationId(value))
            .With(static properties => properties.ContentType, static (properties, value) => properties.ContentType = value)
            .With(static properties => properties.ContentEncoding, static (properties, value) => properties.ContentEncoding = value)
            .With(static properties => properties.AbsoluteExpiryTime, static (properties, value) => properties.AbsoluteExpiryTime = value)
            .With(static properties => properties.CreationTime, static (properties, value) => properties.CreationTime = value)
            .With(static properties => properties.GroupId, static (properties, value) => properties.GroupId = value)
            .With(static properties => properties.GroupSequence, static (properties, value) => properties.GroupSequence = value)
            .With(static properties => properties.ReplyToGroupId, static (properties, value) => properties.ReplyToGroupId = value),
    ];
}

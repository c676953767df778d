namespace Amqp1.Hosting.Internal;

/// <summary>A marker that messaging is already registered.</summary>
internal sealed class MessagingMarker;

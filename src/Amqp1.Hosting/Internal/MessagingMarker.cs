namespace Amqp1.Hosting.Internal;

/// <summary>Says that messaging is registered already.</summary>
internal sealed class MessagingMarker;

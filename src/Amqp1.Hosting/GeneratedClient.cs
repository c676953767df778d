using System.ComponentModel;

namespace Amqp1.Hosting;

/// <summary>What was generated for a client interface.</summary>
/// <param name="ClientType">The interface.</param>
/// <param name="Create">Makes the object that calls over a transport.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record GeneratedClient(Type ClientType, Func<MessagingTransport, object> Create);

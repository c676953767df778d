using System.ComponentModel;

namespace Amqp1.Hosting;

/// <summary>The generated registration of a client interface.</summary>
/// <param name="ClientType">The interface.</param>
/// <param name="Create">Creates the object that implements the interface and makes its calls over a transport.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record GeneratedClient(Type ClientType, Func<MessagingTransport, object> Create);

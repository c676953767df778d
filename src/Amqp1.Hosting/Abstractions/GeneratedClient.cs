using System.ComponentModel;
using Amqp1.Rpc;

namespace Amqp1.Hosting;

/// <summary>The generated registration of a client interface.</summary>
/// <param name="ClientType">The interface.</param>
/// <param name="Create">
/// Creates the object that implements the interface and makes its calls over a transport. The function applies the configured settings to
/// the client that has the settings of the interface.
/// </param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record GeneratedClient(Type ClientType, Func<MessagingTransport, Func<RpcClient, RpcClient>, object> Create);

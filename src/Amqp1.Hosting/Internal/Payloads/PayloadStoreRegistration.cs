using Amqp1.Payloads;

namespace Amqp1.Hosting.Internal;

/// <summary>The registration of a payload store that was added to an instance.</summary>
/// <param name="Resolve">Returns the store. It is called once.</param>
internal sealed record PayloadStoreRegistration(Func<IServiceProvider, IPayloadStore> Resolve);

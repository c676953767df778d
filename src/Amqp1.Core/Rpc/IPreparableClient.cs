namespace Amqp1.Rpc;

/// <summary>
/// A client of an interface with <c>[RpcClient]</c> that can be given other settings for some of its calls. Generated clients implement it;
/// applications call the generated extension method <c>Prepare</c> of the interface instead.
/// </summary>
/// <remarks>
/// A test double or a decorator implements it to support <c>Prepare</c>. A test double that does not distinguish settings returns itself.
/// </remarks>
/// <typeparam name="TClient">The interface.</typeparam>
public interface IPreparableClient<out TClient>
    where TClient : class
{
    /// <summary>Returns a client with other settings for all methods. This client does not change.</summary>
    /// <param name="prepare">Returns the given client with other settings, by <see cref="RpcClient.Prepare"/>. It can be called several times.</param>
    TClient Prepare(Func<RpcClient, RpcClient> prepare);
}

namespace Amqp1.Dispatch;

/// <summary>Creates the scopes that provide endpoint objects: one for each message, disposed when the message has been handled.</summary>
internal interface IEndpointScopes
{
    IEndpointScope Begin();
}

namespace Amqp1.Bus.Receiving;

/// <summary>The bus of a subscription, as the subscription uses it.</summary>
internal interface ISubscriptionOwner
{
    /// <summary>Records that the peer refused or closed a link that is not for replies.</summary>
    void OnLinkFailed(string reason);

    /// <summary>Frees links, because the connection has no room for a receiving link.</summary>
    void MakeRoom();

    /// <summary>Removes a subscription that has stopped.</summary>
    void Remove(Subscription subscription);
}

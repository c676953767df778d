namespace Amqp1.Broker.Context;

/// <summary>Waits until the broker holds less memory, see <see cref="MemoryAccount.WaitForRoom"/>.</summary>
internal interface IMemoryWaiter
{
    /// <summary>Handles that memory is available again. Called once for each registration, in a turn.</summary>
    void OnRoom();
}

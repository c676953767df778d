using Amqp1.Addressing;

namespace Amqp1.Bus.Local;

/// <summary>The local delivery of a stopping process, as seen by the senders of one bus.</summary>
/// <param name="Delivery">The local delivery that all buses of the process share.</param>
/// <param name="Bus">The bus that sends.</param>
internal sealed record LocalRoute(LocalDelivery Delivery, ILocalSender Bus)
{
    /// <inheritdoc cref="LocalDelivery.IsHurried" />
    public bool IsHurried => Delivery.IsHurried;

    /// <inheritdoc cref="LocalDelivery.Find" />
    public ILocalReceiver? Find(Destination destination) => Delivery.Find(Bus, destination);

    /// <inheritdoc cref="LocalDelivery.Pump" />
    public void Pump() => Delivery.Pump();
}

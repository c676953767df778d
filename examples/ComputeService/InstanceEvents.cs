using Amqp1;
using Amqp1.Notifications;

namespace ComputeService;

/// <summary>Tells the world what happens to instances.</summary>
public sealed class InstanceEvents(INotifier notifier, ILogger<InstanceEvents> logger)
{
    /// <summary>
    /// Emits <c>compute.instance.{what}</c>. Returns at once: whether anybody listens neither fails nor delays the operation. Events
    /// leave in the order in which they were emitted.
    /// </summary>
    public void Emit(string what, Instance instance) => _ = EmitAsync($"compute.instance.{what}", instance);

    private async Task EmitAsync(string eventType, Instance instance)
    {
        try
        {
            await notifier.InfoAsync(eventType, new InstancePayload(instance.Id, instance.Name, instance.Flavor, instance.Host, instance.State));
        }
        catch (MessagingException undelivered)
        {
            logger.LogInformation("{EventType} of {Instance} reached nobody: {Reason}", eventType, instance.Id, undelivered.Message);
        }
        catch (ObjectDisposedException)
        {
            logger.LogInformation("{EventType} of {Instance} was not sent: the service stops", eventType, instance.Id);
        }
    }
}

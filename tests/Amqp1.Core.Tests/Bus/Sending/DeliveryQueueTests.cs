using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Bus.Sending;
using Amqp1.Dialects;
using Amqp1.Wire;
using CsCheck;

namespace Amqp1.Core.Tests.Bus.Sending;

public sealed class DeliveryQueueTests
{
    [Fact]
    public void An_empty_queue_has_no_first()
    {
        var queue = new DeliveryQueue();

        queue.IsEmpty.ShouldBeTrue();
        queue.First.ShouldBeNull();
    }

    [Fact]
    public void Deliveries_can_come_at_both_ends_and_leave_from_anywhere_in_any_order() => Gen
        .Select(Gen.Int[0, 3], Gen.Int[0, 1000]).Array[1, 100]
        .Sample(
            steps =>
            {
                var queue = new DeliveryQueue();
                var model = new List<PendingDelivery>();
                foreach (var (step, choice) in steps)
                {
                    switch (step)
                    {
                        case 0:
                            var last = Delivery();
                            queue.AddLast(last);
                            model.Add(last);
                            break;
                        case 1:
                            var first = Delivery();
                            queue.AddFirst(first);
                            model.Insert(0, first);
                            break;
                        case 2 when model.Count > 0:
                            queue.Remove(model[choice % model.Count]);
                            model.RemoveAt(choice % model.Count);
                            break;
                        case 3 when model.Count > 0:
                            // The delivery is removed and added again, as a returned message is.
                            var again = model[choice % model.Count];
                            queue.Remove(again);
                            model.Remove(again);
                            queue.AddLast(again);
                            model.Add(again);
                            break;
                        default:
                            break;
                    }

                    Contents(queue).ShouldBe(model);
                    queue.IsEmpty.ShouldBe(model.Count == 0);
                }
            },
            iter: 1_000);

    private static IEnumerable<PendingDelivery> Contents(DeliveryQueue queue)
    {
        for (var delivery = queue.First; delivery is not null; delivery = delivery.NextInQueue)
        {
            yield return delivery;
        }
    }

    private static PendingSend Delivery() =>
        new(new OutgoingMessage { Kind = MessageKind.Cast, Destination = Destination.ReplyTo("a") }, TimeSpan.FromSeconds(30), 0);
}

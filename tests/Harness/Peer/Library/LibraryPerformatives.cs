using Amqp.Framing;
using Amqp1.Tests.Harness.Peer.Codec;

namespace Amqp1.Tests.Harness.Peer.Library;

/// <summary>The performatives and the error as classes of AMQPNetLite.</summary>
internal static class LibraryPerformatives
{
    public static IReadOnlyList<ILibraryType> All { get; } =
    [
        new LibraryType<Error>(Performatives.Error)
            .With(static error => error.Condition, static (error, value) => error.Condition = value)
            .With(static error => error.Description, static (error, value) => error.Description = value)
            .With(static error => error.Info, static (error, value) => error.Info = value),
        new LibraryType<Open>(Performatives.Open)
            .With(static open => open.ContainerId, static (open, value) => open.ContainerId = value)
            .With(static open => open.HostName, static (open, value) => open.HostName = value)
            .With(static open => open.MaxFrameSize, static (open, value) => open.MaxFrameSize = value)
            .With(static open => open.ChannelMax, static (open, value) => open.ChannelMax = value)
            .With(static open => open.IdleTimeOut, static (open, value) => open.IdleTimeOut = value)
            .With(static open => open.OutgoingLocales, static (open, value) => open.OutgoingLocales = value)
            .With(static open => open.IncomingLocales, static (open, value) => open.IncomingLocales = value)
            .With(static open => open.OfferedCapabilities, static (open, value) => open.OfferedCapabilities = value)
            .With(static open => open.DesiredCapabilities, static (open, value) => open.DesiredCapabilities = value)
            .With(static open => open.Properties, static (open, value) => open.Properties = value),
        new LibraryType<Begin>(Performatives.Begin)
            .With(static begin => begin.RemoteChannel, static (begin, value) => begin.RemoteChannel = value)
            .With(static begin => begin.NextOutgoingId, static (begin, value) => begin.NextOutgoingId = value)
            .With(static begin => begin.IncomingWindow, static (begin, value) => begin.IncomingWindow = value)
            .With(static begin => begin.OutgoingWindow, static (begin, value) => begin.OutgoingWindow = value)
            .With(static begin => begin.HandleMax, static (begin, value) => begin.HandleMax = value)
            .With(static begin => begin.OfferedCapabilities, static (begin, value) => begin.OfferedCapabilities = value)
            .With(static begin => begin.DesiredCapabilities, static (begin, value) => begin.DesiredCapabilities = value)
            .With(static begin => begin.Properties, static (begin, value) => begin.Properties = value),
        new LibraryType<Attach>(Performatives.Attach)
            .With(static attach => attach.LinkName, static (attach, value) => attach.LinkName = value)
            .With(static attach => attach.Handle, static (attach, value) => attach.Handle = value)
            .With(static attach => attach.Role, static (attach, value) => attach.Role = value)
            .With(static attach => attach.SndSettleMode, static (attach, value) => attach.SndSettleMode = value)
            .With(static attach => attach.RcvSettleMode, static (attach, value) => attach.RcvSettleMode = value)
            .With(static attach => attach.Source, static (attach, value) => attach.Source = value)
            .With(static attach => attach.Target, static (attach, value) => attach.Target = value)
            .With(static attach => attach.Unsettled, static (attach, value) => attach.Unsettled = value)
            .With(static attach => attach.IncompleteUnsettled, static (attach, value) => attach.IncompleteUnsettled = value)
            .With(static attach => attach.InitialDeliveryCount, static (attach, value) => attach.InitialDeliveryCount = value)
            .With(static attach => attach.MaxMessageSize, static (attach, value) => attach.MaxMessageSize = value)
            .With(static attach => attach.OfferedCapabilities, static (attach, value) => attach.OfferedCapabilities = value)
            .With(static attach => attach.DesiredCapabilities, static (attach, value) => attach.DesiredCapabilities = value)
            .With(static attach => attach.Properties, static (attach, value) => attach.Properties = value),
        new LibraryType<Flow>(Performatives.Flow)
            .With(static flow => flow.NextIncomingId, static (flow, value) => flow.NextIncomingId = value)
            .With(static flow => flow.IncomingWindow, static (flow, value) => flow.IncomingWindow = value)
            .With(static flow => flow.NextOutgoingId, static (flow, value) => flow.NextOutgoingId = value)
            .With(static flow => flow.OutgoingWindow, static (flow, value) => flow.OutgoingWindow = value)
            .With(static flow => flow.Handle, static (flow, value) => flow.Handle = value)
            .With(static flow => flow.DeliveryCount, static (flow, value) => flow.DeliveryCount = value)
            .With(static flow => flow.LinkCredit, static (flow, value) => flow.LinkCredit = value)
            .With(static flow => flow.Available, static (flow, value) => flow.Available = value)
            .With(static flow => flow.Drain, static (flow, value) => flow.Drain = value)
            .With(static flow => flow.Echo, static (flow, value) => flow.Echo = value)
            .With(static flow => flow.Properties, static (flow, value) => flow.Properties = value),
        new LibraryType<Transfer>(Performatives.Transfer)
            .With(static transfer => transfer.Handle, static (transfer, value) => transfer.Handle = value)
            .With(static transfer => transfer.DeliveryId, static (transfer, value) => transfer.DeliveryId = value)
            .With(static transfer => transfer.DeliveryTag, static (transfer, value) => transfer.DeliveryTag = value)
            .With(static transfer => transfer.MessageFormat, static (transfer, value) => transfer.MessageFormat = value)
            .With(static transfer => transfer.Settled, static (transfer, value) => transfer.Settled = value)
            .With(static transfer => transfer.More, static (transfer, value) => transfer.More = value)
            .With(static transfer => transfer.RcvSettleMode, static (transfer, value) => transfer.RcvSettleMode = value)
            .With(static transfer => transfer.State, static (transfer, value) => transfer.State = value)
            .With(static transfer => transfer.Resume, static (transfer, value) => transfer.Resume = value)
            .With(static transfer => transfer.Aborted, static (transfer, value) => transfer.Aborted = value)
            .With(static transfer => transfer.Batchable, static (transfer, value) => transfer.Batchable = value),
        new LibraryType<Dispose>(Performatives.Disposition)
            .With(static disposition => disposition.Role, static (disposition, value) => disposition.Role = value)
            .With(static disposition => disposition.First, static (disposition, value) => disposition.First = value)
            .With(static disposition => disposition.Last, static (disposition, value) => disposition.Last = value)
            .With(static disposition => disposition.Settled, static (disposition, value) => disposition.Settled = value)
            .With(static disposition => disposition.State, static (disposition, value) => disposition.State = value)
            .With(static disposition => disposition.Batchable, static (disposition, value) => disposition.Batchable = value),
        new LibraryType<Detach>(Performatives.Detach)
            .With(static detach => detach.Handle, static (detach, value) => detach.Handle = value)
            .With(static detach => detach.Closed, static (detach, value) => detach.Closed = value)
            .With(static detach => detach.Error, static (detach, value) => detach.Error = value),
        new LibraryType<End>(Performatives.End).With(static end => end.Error, static (end, value) => end.Error = value),
        new LibraryType<Close>(Performatives.Close).With(static close => close.Error, static (close, value) => close.Error = value),
    ];
}

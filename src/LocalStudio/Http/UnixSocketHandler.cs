using System.Net.Sockets;

namespace LocalStudio.Http;

/// <summary>Makes HTTP clients that connect to a Unix socket, whatever host their URLs name.</summary>
internal static class UnixSocketHandler
{
    public static SocketsHttpHandler For(string path) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };
}
